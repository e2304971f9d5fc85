"""Records → reports. Pure functions of data with the clock passed in."""
