"""What requests must look like."""

from rest_framework import serializers

INT32_MAX = 2**31 - 1
INT64_MAX = 2**63 - 1


class AnswerRequest(serializers.Serializer):
    player_id = serializers.IntegerField(min_value=1, max_value=INT64_MAX)
    question_id = serializers.IntegerField(min_value=1, max_value=INT64_MAX)
    is_correct = serializers.BooleanField()
    points = serializers.IntegerField(min_value=-INT32_MAX, max_value=INT32_MAX, required=False)


class QuestionRequest(serializers.Serializer):
    answered = serializers.BooleanField()
