"""Keras: tomorrow's temperature from the last weeks, better than two simple guesses."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

LENGTH, AHEAD = 21, 3


def weather(days, seed):
    """Temperatures of a made-up town: seasons, fronts that pass by, and chance."""
    rng = np.random.default_rng(seed)
    day = np.arange(days)
    season = 10 - 9 * np.cos(2 * np.pi * day / 365)
    front = np.zeros(days)
    for t in range(2, days):
        front[t] = 1.62 * front[t - 1] - 0.78 * front[t - 2] + rng.normal(0, 0.7)
    return (season + front + rng.normal(0, 0.3, days)).astype("float32")


keras.utils.set_random_seed(8)
series = weather(6 * 365, 0)
split = 5 * 365
mean, spread = series[:split].mean(), series[:split].std()
scaled = ((series - mean) / spread)[:, None]


def windows(part, shuffle):
    """Stretches of days, and the temperature some days after each."""
    return keras.utils.timeseries_dataset_from_array(
        part[:-AHEAD],
        part[LENGTH + AHEAD - 1 :],
        sequence_length=LENGTH,
        batch_size=64,
        shuffle=shuffle,
        seed=1,
    )


train, test = windows(scaled[:split], True), windows(scaled[split:], False)
model = keras.Sequential(
    [
        layers.Input((LENGTH, 1)),
        layers.LSTM(24),
        layers.Dense(1),
    ]
)
model.compile(keras.optimizers.Adam(0.01), "mse")
stop = keras.callbacks.EarlyStopping(patience=6, restore_best_weights=True)
slower = keras.callbacks.ReduceLROnPlateau(patience=3, factor=0.3)
history = model.fit(
    train, validation_data=test, epochs=30, callbacks=[stop, slower], verbose=2
)

forecast = model.predict(test, verbose=0)[:, 0] * spread + mean
truth = series[split + LENGTH + AHEAD - 1 :]
last = series[split + LENGTH - 1 :][: len(truth)]
usual = 10 - 9 * np.cos(2 * np.pi * np.arange(len(series)) / 365)
guesses = {
    "the network": forecast,
    "as today": last,
    "as usual at this time of year": usual[-len(truth) :],
}
errors = {name: np.abs(guess - truth).mean() for name, guess in guesses.items()}
for name, error in errors.items():
    print(f"{name}: off by {error:.2f} degrees")

figure, (top, bottom) = plt.subplots(
    2, 1, figsize=(9, 5.6), height_ratios=[1.7, 1], layout="constrained"
)
shown = slice(60, 160)
days = np.arange(shown.start, shown.stop)
top.plot(days, truth[shown], "k", linewidth=1.2, label="temperature")
top.plot(days, forecast[shown], "C1", label=f"said {AHEAD} days before")
top.plot(days, last[shown], "C0:", linewidth=1, label=f"as {AHEAD} days before")
top.set_xlabel("day of the last year, which was not trained on")
top.set_ylabel("degrees")
top.grid(alpha=0.3)
top.legend(ncols=3)
names = list(errors)[::-1]
colors = ["gray", "C0", "C1"]
drawn = bottom.barh(names, [errors[name] for name in names], color=colors)
bottom.bar_label(drawn, fmt="%.2f", padding=4)
bottom.set_xlim(0, max(errors.values()) * 1.12)
bottom.set_title(f"Mean error of guesses {AHEAD} days ahead, in degrees", fontsize=10)
plt.savefig("forecast.png")
