INPUTS = [(4,)]

CASES = [
    ('two calls', lambda x: (lambda f: f(f(x)))(lambda t: tf.nn.relu(t)*2+1)),
    ('named', lambda x: tf.nn.relu(x,name='my_relu')+0),
    ('named twice', lambda x: tf.add(tf.nn.relu(x,name='a'),1.0,name='b')),
]
