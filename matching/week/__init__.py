"""The week: what a person has to do and where, put together into a timetable, or what stands in its way."""
