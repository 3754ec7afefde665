"""The eval suite: cases, scores and the gate."""
