"""Every way to plant a fault, registered."""

from tests.profiles import faults_of_people, faults_of_rules, faults_of_text, faults_of_values
from tests.profiles.faults import Planted, codes, planted

__all__ = ["Planted", "codes", "faults_of_people", "faults_of_rules", "faults_of_text", "faults_of_values", "planted"]
