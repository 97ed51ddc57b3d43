"""Fields as pages ask for them, each with its message in one grammar: "Enter the due date"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf.file import FileField
from wtforms import (  # type: ignore[attr-defined] # the stubs know no SelectChoice yet
    BooleanField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation

from tracker.domain.text import showable
from tracker.forms.widgets import (
    PARTS,
    CountedTextInput,
    DayInput,
    FileInput,
    LineInput,
    PasswordInput,
    RadiosInput,
    SelectInput,
    TextInput,
    TickInput,
    TicksInput,
)

MOST_TEXT = 20_000
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
CHOOSE = ""
NOT_OFFERED = "Select one of the choices on this page"

Choices = Sequence[tuple[str, str]]


def _needed(required: str | None) -> list[Any]:
    # What is asked for is what is left after white space was stripped.
    return [DataRequired(required)] if required else [Optional()]


def _at_most(label: str, most: int) -> Length:
    return Length(max=most, message=f"{label} must be {most:,} characters or fewer")


def line(
    label: str, *, required: str | None = None, most: int = 200, hint: str = "", kind: str = ""
) -> Any:
    """One line of text; ``required`` is the message when it is missing, ``kind`` an input type."""
    widget = LineInput()
    if kind:
        widget.input_type = kind
    return StringField(
        label,
        description=hint,
        widget=widget,
        validators=[*_needed(required), _at_most(label, most)],
    )


def password(label: str, *, required: str, hint: str = "") -> Any:
    """A password: not stripped, never given back."""
    return PasswordField(
        label,
        description=hint,
        widget=PasswordInput(),
        validators=[InputRequired(required), _at_most(label, 1000)],
    )


def paragraphs(
    label: str, *, required: str | None = None, most: int = MOST_TEXT, hint: str = ""
) -> Any:
    """Several lines of text."""
    return TextAreaField(
        label,
        description=hint,
        widget=TextInput(),
        validators=[*_needed(required), _at_most(label, most)],
    )


class CountedField(TextAreaField):
    """Several lines with a count of the characters left; ``most`` is read by its widget."""

    widget = CountedTextInput()

    def __init__(self, label: str, most: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.most = most


def counted(label: str, *, most: int, required: str | None = None, hint: str = "") -> Any:
    """Several lines of text with a character count."""
    return CountedField(
        label,
        most,
        description=hint,
        validators=[*_needed(required), _at_most(label, most)],
    )


def radios(
    label: str, choices: Choices = (), *, required: str | None = None, hint: str = ""
) -> Any:
    """One choice of a few, all in view."""
    return RadioField(
        label,
        choices=_options(choices),
        description=hint,
        widget=RadiosInput(),
        validators=_chosen(required),
        coerce=_slug,
        validate_choice=False,
    )


def select(
    label: str,
    choices: Choices = (),
    *,
    required: str | None = None,
    hint: str = "",
    none: str = "Choose one",
) -> Any:
    """One choice of many; ``none`` are the words of the empty choice."""
    return SelectField(
        label,
        choices=_options([(CHOOSE, none), *choices]),
        description=hint,
        widget=SelectInput(),
        validators=_chosen(required),
        coerce=_slug,
        validate_choice=False,
    )


def offer(field: Any, choices: Choices) -> None:
    """Give a select, radios or ticks the choices that this council has, after its empty one."""
    empty = [option for option in field.choices if option.value == CHOOSE]
    field.choices = [*empty, *_options(choices)]


def offered(field: Any) -> dict[str, str]:
    """What a select, radios or ticks offers: each value with its words."""
    return {option.value: option.label for option in field.choices if option.value != CHOOSE}


def _chosen(required: str | None) -> list[Any]:
    return [*([DataRequired(required)] if required else []), _only_offered]


def _only_offered(_form: Any, field: Any) -> None:
    # The library's own check is undone by its Optional when what was sent is blank.
    if isinstance(field.data, list):
        field.data = [value for value in field.data if value != CHOOSE]
    chosen = field.data if isinstance(field.data, list) else [field.data or CHOOSE]
    if any(value not in offered(field) for value in chosen if value != CHOOSE):
        raise StopValidation(NOT_OFFERED)


def _options(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]


def ticks(label: str, choices: Choices = (), *, hint: str = "") -> Any:
    """Any number of choices."""
    return SelectMultipleField(
        label,
        choices=_options(choices),
        description=hint,
        widget=TicksInput(),
        option_widget=None,
        validators=_chosen(None),
        coerce=_slug,
        validate_choice=False,
    )


def tick(label: str, *, hint: str = "") -> Any:
    """Yes or no."""
    return BooleanField(label, description=hint, widget=TickInput())


def upload(label: str, *, accept: str, hint: str = "") -> Any:
    """A file; ``accept`` are the ends of names that a browser offers first."""
    return FileField(
        label, description=hint, widget=FileInput(), render_kw={"accept": accept}, validators=[]
    )


def hidden() -> Any:
    """A value that the page carries along."""
    return HiddenField(validators=[Optional(), Length(max=200)])


def _slug(value: Any) -> str:
    return "" if value is None else str(getattr(value, "value", value))


class DayField(Field):
    """A date typed in three parts; wrong parts are named, and all that was typed is given back."""

    widget = DayInput()

    def __init__(
        self, label: str, *, required: str | None = None, hint: str = "", **bound: Any
    ) -> None:
        super().__init__(label, description=hint, **bound)
        self.required = required
        self.typed: dict[str, str] = {}
        self.wrong_parts: tuple[str, ...] = ()
        self.data: date | None = None

    @property
    def error_anchor(self) -> str:
        """The id of the control that the error summary leads to."""
        return f"{self.id}-{self.wrong_parts[0] if self.wrong_parts else 'day'}"

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which the parts are posted."""
        return tuple(f"{self.name}-{part}" for part, _label, _width in PARTS)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors = []
        self.data = data if isinstance(data, date) else None
        if formdata is not None and any(name in formdata for name in self.names):
            self.typed = {
                part: showable(formdata.get(f"{self.name}-{part}") or "").strip()[:20]
                for part, _label, _width in PARTS
            }
            self.data = None
        elif self.data is not None:
            self.typed = {
                "day": str(self.data.day),
                "month": str(self.data.month),
                "year": str(self.data.year),
            }

    def pre_validate(self, form: Any) -> None:
        missing = tuple(part for part, text in self.typed.items() if not text)
        if len(missing) == len(self.typed):
            self.wrong_parts = ()
            if self.required:
                raise StopValidation(self.required)
            return
        if missing:
            self.wrong_parts = missing
            words = " and ".join(f"a {part}" for part in missing)
            raise StopValidation(f"{self.label.text} must include {words}")
        self._read()

    def _read(self) -> None:
        numbers = {part: _number(part, text) for part, text in self.typed.items()}
        self.wrong_parts = tuple(part for part, number in numbers.items() if number is None)
        if self.wrong_parts:
            raise StopValidation(f"{self.label.text} must be a real date")
        try:
            self.data = date(numbers["year"] or 0, numbers["month"] or 0, numbers["day"] or 0)
        except ValueError:
            self.wrong_parts = ("day",)
            raise StopValidation(f"{self.label.text} must be a real date") from None
        if not EARLIEST <= self.data <= LATEST:
            self.wrong_parts = ("year",)
            raise StopValidation(f"{self.label.text} must be between 1990 and 2100")


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _number(part: str, text: str) -> int | None:
    if part == "month" and text[:3].lower() in MONTHS:
        return MONTHS.index(text[:3].lower()) + 1
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        return None
    number = int(text)
    most = {"day": 31, "month": 12, "year": 9999}[part]
    return number if 1 <= number <= most else None


def day(label: str, *, required: str | None = None, hint: str = "") -> Any:
    """A date in three parts; ``required`` is the message when it is missing."""
    return DayField(label, required=required, hint=hint)
