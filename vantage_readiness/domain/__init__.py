"""What is true: values in, values out. Nothing here knows Flask, a database, a clock or a file."""
