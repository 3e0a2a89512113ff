from django.urls import path

from alliance.reports.views import exports, standing

app_name = "reports"
urlpatterns = [
    path("reports/", exports.list_reports, name="list_reports"),
    path("reports/ask/<slug:kind_name>/", exports.ask, name="ask"),
    path("reports/monthly/<slug:kind_name>/", standing.order_monthly, name="order_monthly"),
    path("reports/monthly/<slug:kind_name>/stop/", standing.stop_monthly, name="stop_monthly"),
    path("reports/<uuid:export_id>/", exports.show_export, name="show_export"),
    path("reports/<uuid:export_id>/download/", exports.download, name="download"),
    path("reports/<uuid:export_id>/stop/", exports.stop, name="stop"),
    path("reports/<uuid:export_id>/again/", exports.try_again, name="try_again"),
    path("reports/<uuid:export_id>/remove/", exports.remove, name="remove"),
    path("reports/<uuid:export_id>/approve/", exports.approve, name="approve"),
    path("reports/<uuid:export_id>/decline/", exports.decline, name="decline"),
]
