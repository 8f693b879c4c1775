"""Lists from elsewhere, for editors and coordinators."""

from django.urls import path

from hemvist.importing import views

app_name = "importing"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("new/", views.choose_kind, name="choose_kind"),
    path("new/<slug:kind>/", views.new_source, name="new_source"),
    path("sources/<int:pk>/", views.source, name="source"),
    path("sources/<int:pk>/edit/", views.edit_source, name="edit_source"),
    path("sources/<int:pk>/take-out/", views.take_out, name="take_out"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/understand/", views.understand, name="understand"),
    path("<int:pk>/kinds/", views.kinds, name="kinds"),
    path("<int:pk>/bring-in/", views.bring_in, name="bring_in"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/undo/", views.undo, name="undo"),
]
