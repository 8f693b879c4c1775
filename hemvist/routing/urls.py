"""Who gets new cases, and who has them while somebody is away."""

from django.urls import path

from hemvist.routing import away, building_pages, views

app_name = "routing"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("draft/", views.draft, name="draft"),
    path("draft/rule/", building_pages.rule, name="rule"),
    path("draft/line/", building_pages.line, name="line"),
    path("draft/try/", views.trial, name="trial"),
    path("draft/publish/", views.publish, name="publish"),
    path("draft/drop/", views.drop, name="drop"),
    path("<int:number>/", views.rule_set, name="rule_set"),
]

away_patterns = [
    path("", away.home, name="home"),
    path("say/", away.say, name="say"),
    path("handed/", away.handed, name="handed"),
    path("<int:pk>/end/", away.end, name="end"),
    path("<int:pk>/back/", away.back, name="back"),
]
leave = (away_patterns, "away")
