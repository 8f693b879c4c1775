"""A resident's own pages."""

from django.urls import path

from hemvist.portal import papers, views
from hemvist.portal.group_letters import letters

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("read/", views.read, name="read"),
    path("write/", views.write, name="write"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("contact/", views.contact, name="contact"),
    path("agreements/<int:pk>/end/", views.end_agreement, name="end_agreement"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("export/", views.export, name="export"),
    path("export/everything.json", views.export_file, name="export_file"),
    path("erase/", views.erase, name="erase"),
    path("erase/sure/", views.erase_sure, name="erase_sure"),
    path("erased/", views.erased, name="erased"),
    path("leave/", views.leave, name="leave"),
    path("lost/", views.lost, name="lost"),
    path("letters/<str:token>/", letters, name="letters"),
    path("<str:token>/", views.enter, name="enter"),
    path("<str:token>/code/", views.code, name="code"),
]
