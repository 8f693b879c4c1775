"""Cases that are the same, and cases that are two."""

from django.urls import path

from hemvist.merging import views

app_name = "merging"
urlpatterns = [
    path("duplicates/", views.duplicates, name="duplicates"),
    path("cases/<str:reference>/merge/", views.choose, name="choose"),
    path("cases/<str:reference>/merge/<str:other>/", views.merge, name="merge"),
    path("cases/<str:reference>/not-the-same/<str:other>/", views.apart, name="apart"),
    path("cases/<str:reference>/divide/", views.divide, name="divide"),
    path("regroupings/<int:pk>/", views.regrouping, name="regrouping"),
    path("regroupings/<int:pk>/same/", views.confirm, name="confirm"),
    path("regroupings/<int:pk>/undo/", views.undo, name="undo"),
]
