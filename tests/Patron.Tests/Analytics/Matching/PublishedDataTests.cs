using System.Globalization;
using Patron.Analytics.Matching;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Analytics.Matching;

/// <summary>Files with published truth, read by roles only and linked at the threshold that is used where none is given.</summary>
public sealed class PublishedDataTests
{
    private static readonly (FieldRole Role, string Column)[] Febrl =
    [
        (FieldRole.GivenName, "given_name"), (FieldRole.FamilyName, "surname"), (FieldRole.StreetNumber, "street_number"), (FieldRole.Street, "address_1"), (FieldRole.Street, "address_2"),
        (FieldRole.City, "suburb"), (FieldRole.PostalCode, "postcode"), (FieldRole.Region, "state"), (FieldRole.BirthDate, "date_of_birth"), (FieldRole.Identifier, "soc_sec_id"),
    ];

    private static readonly (FieldRole Role, string Column)[] Fake =
        [(FieldRole.GivenName, "first_name"), (FieldRole.FamilyName, "surname"), (FieldRole.BirthDate, "dob"), (FieldRole.City, "city"), (FieldRole.Email, "email")];

    [Theory, InlineData(10, .9996), InlineData(9, .998)]
    public void Two_files_of_the_same_people_are_linked_with_and_without_their_insurance_number(int fields, double least)
    {
        var (a, truthA) = Read("febrl/dataset4a.csv", Febrl[..fields], "rec_id");
        var (b, truthB) = Read("febrl/dataset4b.csv", Febrl[..fields], "rec_id");
        var model = MatchTraining.Learn(a, b);
        Assert.True(model.OneToOne);
        Assert.InRange(Agreeing.Pairs(Linkage.Run(a, b, model), truthA, truthB).F1, least, 1);
    }

    [Fact]
    public void Up_to_five_copies_a_person_are_found_in_one_file()
    {
        var (table, truth) = Read("febrl/dataset3.csv", Febrl, "rec_id");
        var found = Linkage.Run(table, MatchTraining.Learn(table));
        Assert.InRange(Agreeing.Pairs(found, truth).F1, .9990, 1);
        Assert.InRange(Agreeing.Clusters(found, truth).F1, .9990, 1);
    }

    [Fact]
    public void People_with_few_fields_and_many_errors_are_found()
    {
        var (table, truth) = Read("splink_fake_1000/fake_1000.csv", Fake, "cluster");
        Assert.InRange(Agreeing.Pairs(Linkage.Run(table, MatchTraining.Learn(table)), truth).F1, .90, 1);
    }

    private static (MatchTable Table, int[] Truth) Read(string file, (FieldRole Role, string Column)[] columns, string truth)
    {
        var rows = File.ReadLines(Samples.Path(file)).Select(line => line.Split(',').Select(v => v.Trim().ToLowerInvariant()).ToArray()).ToList();
        var at = columns.Select(c => Array.IndexOf(rows[0], c.Column)).ToArray();
        var known = Array.IndexOf(rows[0], truth);
        var table = new MatchTable([.. columns.Select(c => new MatchField(c.Role, c.Column))]);
        foreach (var row in rows.Skip(1)) table.Append([.. at.Select(i => row[i])]);
        // rec-12-dup-0 and rec-12-org are person 12.
        return (table, [.. rows.Skip(1).Select(r => int.Parse(r[known].Split('-') is { Length: > 1 } parts ? parts[1] : r[known], CultureInfo.InvariantCulture))]);
    }
}
