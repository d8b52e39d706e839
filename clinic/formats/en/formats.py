"""As the pages of the product write them: Nov 16, 2026, and not Nov. 16, 2026."""

DATE_FORMAT = "M j, Y"
TIME_FORMAT = "g:i a"
DATETIME_FORMAT = "M j, Y, g:i a"
MONTH_DAY_FORMAT = "F j"
