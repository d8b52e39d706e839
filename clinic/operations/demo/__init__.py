"""The demo clinic: two caseloads with twelve weeks of believable history, made by the real verbs.

The same every time, relative to today. Nothing here is used outside the demo mode; only the start command imports it.
"""
