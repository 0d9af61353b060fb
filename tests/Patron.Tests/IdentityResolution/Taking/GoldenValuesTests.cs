using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.Tests.IdentityResolution.Taking;

public sealed class GoldenValuesTests
{
    private static readonly string?[] Names = ["Prof. Ada King", "KING Ada Mrs", "郭倉義教授", "김철수 (Kim Chul-soo)", "Acme Ltd", "n/a", "J. Smith", "", null];
    private static readonly string?[] Emails = ["Ada@Lovelace.org ", "test@test.com", "ada at home", null];
    private static readonly string?[] Phones = ["020 7946 0321", "0000", "+82 2-312-3456", "12345 67", null];
    private static readonly string?[] Words = ["London", " ", null];

    private static readonly Gen<SourceRecord> Records =
        from name in Gen.Elements(Names)
        from given in Gen.Elements<string?>("Ada", null, null)
        from title in Gen.Elements<string?>("Dr", null)
        from email in Gen.Elements(Emails)
        from phone in Gen.Elements(Phones)
        from word in Gen.Elements(Words)
        from kind in Gen.Elements(CustomerKind.Person, CustomerKind.Organisation)
        from custom in Gen.Elements<string?>("""{"shoe":"38"}""", null)
        select new SourceRecord
        {
            CustomerId = new(5), Id = new(7), SourceRecordId = new(7), SourceId = new(1), ExternalId = "1", Kind = kind, Name = name, GivenName = given, Title = title, Company = word,
            Email = email, Phone = phone, Street = word, City = word, Country = "GB", Birth = new DateOnly(1815, 12, 10), Sex = Sex.Female, Custom = custom,
            FirstSeenAt = DateTimeOffset.UnixEpoch, ChangedAt = DateTimeOffset.UnixEpoch,
        };

    [Fact]
    public void One_record_gives_the_same_golden_record_by_the_short_way_and_by_the_choice() => Prop.ForAll(Records.ToArbitrary(), record =>
    {
        var party = Party.Of(record, "GB");
        Assert.Equal(GoldenValues.OfMany(new(5), true, [party], [], 3, new(SurvivorshipRules.Default, TimeZoneInfo.Utc)), GoldenValues.OfOne(new(5), true, party, 3));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
