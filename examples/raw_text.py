"""Keras: texts are told good or bad by a model that takes raw strings."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

LENGTH = 40
things = "film story cast music ending plot dialogue picture".split()
good = "wonderful charming brilliant moving delightful clever superb fresh".split()
bad = "dull clumsy boring awful weak tedious silly stale".split()
frames = [
    "The {thing} was {word}, and the {other} was {second}!",
    "I found the {thing} {word}. What a {second} {other}.",
    "{word} {thing}; {second} {other}...",
    "My friends called it {word}, the {other} most of all: {second}.",
]


def write(count, seed):
    """Short reviews, and whether each is good; some hold a 'not' that turns a word."""
    rng = np.random.default_rng(seed)
    texts, labels = [], []
    for label in rng.integers(0, 2, count):
        words = []
        for _ in range(2):
            turned = rng.random() < 0.2
            pool = good if bool(label) != turned else bad
            words.append(("not " if turned else "") + str(rng.choice(pool)))
        thing, other = rng.choice(things, 2, replace=False)
        frame = str(rng.choice(frames))
        texts.append(
            frame.format(thing=thing, other=other, word=words[0], second=words[1])
        )
        labels.append(label)
    return np.array(texts)[:, None], np.array(labels)


keras.utils.set_random_seed(3)
(texts, labels), (new_texts, new_labels) = write(1500, 0), write(400, 1)
print(*texts[:3, 0], sep="\n")

# The layer learns its words from the texts, and pairs of words as well: 'not dull'.
vectorize = layers.TextVectorization(
    max_tokens=600, ngrams=2, output_sequence_length=LENGTH
)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        layers.Input((1,), dtype="string"),
        vectorize,
        layers.Embedding(vectorize.vocabulary_size(), 8, name="words"),
        layers.GlobalAveragePooling1D(),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
data = tf.data.Dataset.from_tensor_slices((texts, labels)).shuffle(1500, seed=1)
validation = (tf.constant(new_texts), new_labels)
history = model.fit(
    data.batch(32).prefetch(1), validation_data=validation, epochs=6, verbose=2
)

samples = [
    "The music was superb and the plot was clever",
    "A tedious, awful ending",
    "not dull, not silly",
    "not wonderful",
]
scores = model.predict(tf.constant(samples)[:, None], verbose=0)[:, 0]
for text, score in zip(samples, scores, strict=True):
    print(f"{score:.2f}  {text}")

vocabulary = vectorize.get_vocabulary()
adds = (
    model.get_layer("words").get_weights()[0]
    @ model.layers[-1].get_weights()[0]
    / LENGTH
)
words = sorted(good + bad, key=lambda word: adds[vocabulary.index(word), 0])

figure, (left, right) = plt.subplots(
    1, 2, figsize=(10, 4.6), width_ratios=[1, 1.5], layout="constrained"
)
epochs = np.arange(len(history.history["accuracy"])) + 1
left.plot(epochs, history.history["accuracy"], label="texts of the training")
left.plot(epochs, history.history["val_accuracy"], label="new texts")
left.set_title("How often it is right")
left.set_xlabel("epoch")
left.grid(alpha=0.3)
left.legend(loc="lower right")
for shift, prefix, color in ((0.2, "", "C0"), (-0.2, "not ", "C1")):
    known = [(i, prefix + w) for i, w in enumerate(words) if prefix + w in vocabulary]
    places = np.array([place for place, _ in known])
    sizes = [adds[vocabulary.index(name), 0] for _, name in known]
    label = "with 'not' before it" if prefix else "the word"
    right.barh(places + shift, sizes, 0.38, color=color, label=label)
right.set_yticks(range(len(words)), words)
right.set_ylim(-0.8, len(words) + 1.2)
right.axvline(0, color="gray", linewidth=0.8)
right.set_title("What words add to the score, and what 'not' makes of them")
right.legend(loc="upper right", fontsize=8)
plt.savefig("raw_text.png")
