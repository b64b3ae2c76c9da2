"""What an assessment says besides: title, risk, dates, strengths, gaps, advice."""
