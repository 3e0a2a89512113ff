"""What supervisors keep of trainees' logs, and what the two keep of supervision."""

from alliance.reviews.models.agenda import AgendaItem, SupervisionSession
from alliance.reviews.models.comments import Comment
from alliance.reviews.models.sign_offs import Recommendation, SignOff

__all__ = ["AgendaItem", "Comment", "Recommendation", "SignOff", "SupervisionSession"]
