"""What most people would write: count the rows of a zipped export by rule and repository."""
import collections
import csv
import io
import sys
import zipfile

rules = collections.Counter()
repositories = collections.Counter()
rows = 0
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        if not name.endswith(".csv"):
            continue
        with archive.open(name) as member:
            for row in csv.DictReader(io.TextIOWrapper(member, "utf-8", newline="")):
                rows += 1
                rules[row["Rule"]] += 1
                repositories[row["Project Key"] + "/" + row["Repository"]] += 1
print(rows)
