"""A run done again, offline, against what was recorded of it: does it send what it sent that day?"""
