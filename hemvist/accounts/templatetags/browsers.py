"""Browsers in words, for the page of where one is signed in."""

from django import template

from hemvist.accounts.browsers import browser_in_words

register = template.Library()
register.filter("browser", browser_in_words)
