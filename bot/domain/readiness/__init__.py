"""Is a community ready for an ambassador program? Pure rules over plain facts."""
