"""Many boxes to tick, folded to what is ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Picker(forms.CheckboxSelectMultiple):
    """Says what is chosen; opens to every box. Without a choice it says so."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        boxes = super().render(name, value, attrs, renderer)
        chosen = []
        for _group, options, _place in self.optgroups(name, self.format_value(value)):
            for option in options:
                if option["selected"]:
                    chosen.append(option["label"])
        return render_to_string("admin/athletes/athlete/picker.html", {"chosen": chosen, "boxes": boxes})
