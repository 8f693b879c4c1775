"""The page of results, what is offered while somebody types, and the editors' side."""

from django.urls import path

from hemvist.search import desk, views

app_name = "search"
urlpatterns = [
    path("", views.find, name="find"),
    path("suggest/", views.suggest, name="suggest"),
]
staff = (
    [
        path("", desk.asked, name="asked"),
        path("<slug:code>/", desk.concept, name="concept"),
        path("<slug:code>/<int:pk>/off/", desk.switch_off, name="switch_off"),
    ],
    "search_desk",
)
