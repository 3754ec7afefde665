"""Does the evidence bear a claim out, contradict it, or leave it open?"""
