"""What we measure, side by side in one run; speed lives here and in no test."""
