"""What leaves the house: charts, exports, rendered text."""
