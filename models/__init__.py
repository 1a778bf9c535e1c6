"""The recipe of the embedded language model: data, training, measuring, export."""
