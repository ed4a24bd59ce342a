"""What the data set says about itself: statistics and coverage of its source."""
