"""Settings and helplines, in plain words."""

NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern_ireland": "Northern Ireland",
}
OUTCOMES = {
    "saved": "The settings are saved. Visitors see them from now on.",
    "invalid": "One answer needs another look. Nothing you wrote is lost.",
}
