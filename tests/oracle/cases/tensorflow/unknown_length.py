INPUTS = [(None,6)]

CASES = [
    ('heads', lambda x: tf.transpose(tf.reshape(x,(tf.shape(x)[0],-1,2,3)),perm=[0,2,1,3])),
    ('heads shape', lambda x: tf.reshape(x,[tf.shape(x)[0],tf.shape(x)[1],2,3])),
    ('heads and back', lambda x: tf.reshape(tf.transpose(tf.reshape(x,(tf.shape(x)[0],-1,2,3)),perm=[0,2,1,3]),[-1,3])),
    ('merge', lambda x: tf.reshape(tf.reshape(x,(tf.shape(x)[0],-1,2,3)),(tf.shape(x)[0],-1,6))),
    ('flat', lambda x: tf.reshape(x,[-1,6])*2),
    ('range', lambda x: x+tf.cast(tf.range(tf.shape(x)[1]),tf.float32)[None,:,None]),
    ('positions', lambda x: x+L.Embedding(9,6)(tf.range(tf.shape(x)[1]))),
    ('pos slice', lambda x: x+tf.constant(np.arange(60.).reshape(1,10,6),dtype=tf.float32)[:, :tf.shape(x)[1]]),
    ('pos slice 2', lambda x: x+tf.slice(tf.constant(np.arange(60.).reshape(1,10,6),dtype=tf.float32),[0,0,0],[1,tf.shape(x)[1],6])),
    ('mean', lambda x: tf.reduce_sum(x,1)/tf.cast(tf.shape(x)[1],tf.float32)),
    ('mask', lambda x: x*tf.sequence_mask(tf.cast(pos(x[:,0,0])*2,tf.int32),tf.shape(x)[1],dtype=tf.float32)[...,None]),
    ('zeros', lambda x: tf.concat([x,tf.zeros([tf.shape(x)[0],tf.shape(x)[1],2])],-1)),
    ('last', lambda x: x[:,-1]),
    ('causal', lambda x: tf.matmul(tf.linalg.band_part(tf.ones([tf.shape(x)[1],tf.shape(x)[1]]),-1,0),x)),
    ('causal cmp', lambda x: tf.matmul(tf.cast(tf.range(tf.shape(x)[1])[:,None]>=tf.range(tf.shape(x)[1]),tf.float32)[None]*tf.ones([tf.shape(x)[0],1,1]),x)),
    ('tile', lambda x: tf.tile(x[:,:1],[1,tf.shape(x)[1],1])+x),
    ('reduce', lambda x: tf.reduce_max(x,1)),
    ('repeat', lambda x: tf.repeat(x,2,axis=1)),
    ('pad', lambda x: tf.pad(x,[[0,0],[1,0],[0,0]])[:, :-1]),
    ('attention', lambda q: tf.matmul(nn.softmax(tf.matmul(q,q,transpose_b=True)/tf.math.sqrt(tf.cast(tf.shape(q)[-1],tf.float32))),q)),
]
