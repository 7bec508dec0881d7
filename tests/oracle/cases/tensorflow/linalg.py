INPUTS = [(4,4)]

sq = lambda x: tf.matmul(x,x,transpose_b=True)+tf.eye(4)*2.0

CASES = [
    ('band', lambda x: tf.linalg.band_part(x,1,0)),
    ('band -', lambda x: tf.linalg.band_part(x,-1,1)),
    ('diag', lambda x: tf.linalg.diag(x[:,0])),
    ('diag_part', lambda x: tf.linalg.diag_part(x)),
    ('set_diag', lambda x: tf.linalg.set_diag(x,x[:,0])),
    ('trace', lambda x: tf.linalg.trace(x)),
    ('det', lambda x: tf.linalg.det(x)),
    ('logdet', lambda x: tf.linalg.logdet(sq(x))),
    ('slogdet', lambda x: list(tf.linalg.slogdet(x))),
    ('inv', lambda x: tf.linalg.inv(sq(x))),
    ('cholesky', lambda x: tf.linalg.cholesky(sq(x))),
    ('qr', lambda x: tf.matmul(*tf.linalg.qr(sq(x)))),
    ('solve', lambda x: tf.linalg.solve(sq(x),x)),
    ('tri', lambda x: tf.linalg.triangular_solve(tf.linalg.cholesky(sq(x)),x)),
    ('chosolve', lambda x: tf.linalg.cholesky_solve(tf.linalg.cholesky(sq(x)),x)),
    ('global_norm', lambda x: x/tf.linalg.global_norm([x,x*2])),
    ('adjoint', lambda x: tf.linalg.adjoint(x)),
    ('frame', lambda x: tf.signal.frame(tf.reshape(x,[-1,16]),4,2)),
    ('einsum path', lambda x: tf.einsum('bij,jk,bkl->bil',x,np.eye(4,dtype='float32'),x)),
    ('einsum diag', lambda x: tf.einsum('bii->bi',x)),
]
