"""Counts the rows of a zipped export by rule, repository and branch with the standard library."""
import collections
import csv
import io
import json
import sys
import zipfile

rules = collections.Counter()
repositories = collections.Counter()
branches = collections.Counter()
csv.field_size_limit(1 << 30)
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        with archive.open(name) as member:
            rows = csv.reader(io.TextIOWrapper(member, "utf-8", newline=""))
            header = next(rows)
            columns = ("Project Key", "Repository", "Branch", "Rule")
            project, repository, branch, rule = (header.index(column) for column in columns)
            for row in rows:
                rules[row[rule]] += 1
                repositories[row[project] + "/" + row[repository]] += 1
                branches[row[branch]] += 1
counts = {"rules": len(rules), "repositories": len(repositories), "branches": len(branches)}
print(json.dumps({"total": sum(rules.values()), **counts}))
