"""Name the packages: templates/ and static/ lie beside wiki/ here, but inside it when installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["wiki", "wiki.*"]), "wiki.templates", "wiki.static"],
    package_dir={"wiki.templates": "templates", "wiki.static": "static"},
)
