"""What therapists prescribe: rules, library, programs. No table here knows an athlete."""
