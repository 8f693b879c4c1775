"""Templates, and the choice of one in a case."""

from django.urls import path

from hemvist.replies import views

app_name = "replies"
urlpatterns = [
    path("replies/", views.template_list, name="template_list"),
    path("replies/new/", views.edit, name="new"),
    path("replies/<int:pk>/", views.template, name="template"),
    path("replies/<int:pk>/change/", views.edit, name="edit"),
    path("replies/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("cases/<str:reference>/replies/", views.choose, name="choose"),
    path("cases/<str:reference>/replies/<int:pk>/", views.use, name="use"),
]
