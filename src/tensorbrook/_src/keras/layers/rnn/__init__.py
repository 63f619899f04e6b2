"""The room of rnn."""
