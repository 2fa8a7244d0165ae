"""Reads of tracing: plain values for pages and the API, never querysets."""

from serai.tracing.selectors.cases import CaseFacts, CaseLine, Search, case_facts, case_of, cases_page, search_of
from serai.tracing.selectors.contacts import (
    ContactFilter,
    ContactLine,
    ExposureLine,
    contact_detail,
    contacts_all,
    contacts_page,
    contacts_total,
    kinds_of,
)
from serai.tracing.selectors.contacts import lines as contact_lines
from serai.tracing.selectors.imports import ImportLine, import_line, imports_page, rejections_all, rejections_page
from serai.tracing.selectors.journeys import Journey, Stop, journey, plan_of
from serai.tracing.selectors.rules import rule_texts, rules_by_digest, rules_in_force

__all__ = [
    "CaseFacts",
    "CaseLine",
    "ContactFilter",
    "ContactLine",
    "ExposureLine",
    "ImportLine",
    "Journey",
    "Search",
    "Stop",
    "case_facts",
    "case_of",
    "cases_page",
    "contact_detail",
    "contact_lines",
    "contacts_all",
    "contacts_page",
    "contacts_total",
    "import_line",
    "imports_page",
    "journey",
    "kinds_of",
    "plan_of",
    "rejections_all",
    "rejections_page",
    "rule_texts",
    "rules_by_digest",
    "rules_in_force",
    "search_of",
]
