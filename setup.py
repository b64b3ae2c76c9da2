"""What the wheel holds: the package, and the folders at the top level that vantage_readiness/places.py finds."""

from setuptools import find_namespace_packages, setup

CARRIED = ("templates", "static", "seed")

setup(
    packages=find_namespace_packages(include=["vantage_readiness", "vantage_readiness.*"], exclude=["*.__pycache__*"])
    + [f"vantage_readiness._assets.{name}" for name in CARRIED],
    package_dir={f"vantage_readiness._assets.{name}": name for name in CARRIED},
    package_data={"": ["**/*"]},
    exclude_package_data={"": ["**/__pycache__/*", "*.pyc"]},
    include_package_data=False,
)
