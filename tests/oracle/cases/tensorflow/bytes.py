INPUTS = [((4,4,3),'uint8')]

CASES = [
    ('scale', lambda x: tf.cast(x,tf.float32)/255.0),
    ('resize', lambda x: tf.image.resize(x,[6,6])),
    ('resize nearest', lambda x: tf.image.resize(x,[6,6],method='nearest')),
    ('convert', lambda x: tf.image.convert_image_dtype(x,tf.float32)),
    ('standard', lambda x: tf.image.per_image_standardization(x)),
]
