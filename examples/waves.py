"""Keras: three kinds of recurrent layers learn a wave and continue it."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

KINDS = (layers.SimpleRNN, layers.LSTM, layers.GRU)
length = 30
time = np.arange(0, 120, 0.2)
wave = (np.sin(time) + 0.5 * np.sin(2.3 * time)).astype(np.float32)
windows = np.stack([wave[i : i + length] for i in range(len(wave) - length)])
x, y = windows[:-60, :, None], wave[length:][: len(windows) - 60, None]

figure, places = plt.subplots(3, 1, figsize=(9, 7), sharex=True)
for place, kind in zip(places, KINDS, strict=True):
    tf.keras.utils.set_random_seed(11)
    model = tf.keras.Sequential([layers.Input((length, 1)), kind(24), layers.Dense(1)])
    model.compile(tf.keras.optimizers.Adam(0.01), "mse")
    history = model.fit(x, y, batch_size=64, epochs=40, verbose=0)
    state = list(windows[-60])
    for _ in range(60):
        given = np.array(state[-length:], np.float32)[None, :, None]
        state.append(float(model(given)[0, 0]))
    error = np.abs(np.array(state[length:]) - wave[-60:]).mean()
    print(
        f"{kind.__name__:9} loss {history.history['loss'][-1]:.4f}, "
        f"mean error of the continuation {error:.3f}"
    )
    place.plot(range(-length, 0), state[:length], color="gray")
    place.plot(wave[-60:], label="the wave")
    place.plot(state[length:], "--", label=kind.__name__)
    place.legend(loc="upper right")
figure.tight_layout()
figure.savefig("waves.png")
