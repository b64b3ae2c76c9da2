"""The words of assessments in nine languages, and how they are found."""
