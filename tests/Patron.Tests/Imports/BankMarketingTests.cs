using Patron.Imports.Contracts;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Imports;

/// <summary>A file of calls without customers' numbers and without years (Moro, Cortez, Rita 2014): it is read twice, for those who were called and for the calls.</summary>
public sealed class BankMarketingTests
{
    private const string Persons = "id={row},occupation=job,marital_status=marital,education=education,housing_loan=housing,personal_loan=loan,credit_default=default";
    private const string Calls = "id={row},customer={row},at={day} {month+2008},kind={'call'},direction={'out'},channel=contact,duration=duration,previous=previous,outcome=y";

    [Fact]
    public async Task Its_calls_come_with_whom_they_reached()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var file = Samples.Path("bank_marketing/bank-full.csv");

        var persons = await Import(app, file, "customers", Persons);
        var calls = await Import(app, file, "interactions", Calls);

        Assert.Equal((45_211, 45_211, 0, 0, 0, 0), persons.Counts());
        Assert.Equal((45_211, 45_211, 0, 0, 0, 0), calls.Counts());
        Assert.Equal(45_211L, await app.Ask("select count(*) from customers"));
        // The column "contact" says by which telephone, not whom.
        Assert.Equal(0L, await app.Ask("select count(*) from customers where name is not null"));
        Assert.Equal((long[])[27_214L, 13_301L, 25_130L, 7_244L, 815L, 9_732L], (long[])[await Having("marital_status", "married"), await Having("education", "tertiary"), await Having("housing_loan", "true"),
            await Having("personal_loan", "true"), await Having("credit_default", "true"), await Having("occupation", "blue-collar")]);
        Assert.Equal((long[])[5_289L, 11_671_811L, 26_237L, 29_285L], (long[])[await Said("count(*)", "json_extract(payload, '$.outcome') = 'yes'"), await Said("sum(json_extract(payload, '$.seconds'))"),
            await Said("sum(json_extract(payload, '$.earlier'))"), await Said("count(*)", "channel = 'cellular'")]);
        // May 2008 to November 2010, and each year begins where December is followed by January.
        Assert.Equal(["27729", "14862", "2620"], await Years());

        async Task<long> Having(string field, string value) => (long)(await app.Ask($"select count(*) from customers where json_extract(custom, '$.{field}') = '{value}'"))!;
        async Task<long> Said(string what, string where = "1 = 1") => (long)(await app.Ask($"select {what} from interactions where {where}"))!;
        async Task<string[]> Years() =>
        [
            .. ((string)(await app.Ask("select group_concat(n) from (select count(*) n from interactions group by strftime('%Y', at / 1000000, 'unixepoch') order by strftime('%Y', at / 1000000, 'unixepoch'))"))!).Split(','),
        ];
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_same_file_twice_changes_nothing(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var path = app.Write("calls.csv", string.Join('\n', File.ReadLines(Samples.Path("bank_marketing/bank-full.csv")).Take(101)));
        await Import(app, path, "customers", Persons);
        await Import(app, path, "interactions", Calls);

        Assert.Equal((100, 0, 0, 100, 0, 0), (await Import(app, path, "customers", Persons)).Counts());
        Assert.Equal((100, 0, 0, 100, 0, 0), (await app.Import(path, "interactions", source: "Bank")).Counts());
    }

    [Fact]
    public async Task Rejected_rows_keep_the_number_that_they_had()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var path = app.Write("calls.csv", "when,note\n2011-01-03,a\nnever,b\n2011-01-05,c\n");
        var first = await Import(app, path, "interactions", "customer={row},at=when,text=note");
        Assert.Equal((3, 2, 0, 0, 0, 1), first.Counts());

        var mended = app.Write("mended.csv", (await File.ReadAllTextAsync(first.RejectedFile!)).Replace(",never,b", ",2011-01-04,b", StringComparison.Ordinal));
        await Import(app, mended, "interactions", "customer={row},at=when,text=note");

        Assert.Equal("2,3,4", await app.Ask("select group_concat(external_id) from (select external_id from identity_source_records order by external_id)"));
    }

    [Theory]
    [InlineData("customer={nobody},at=when", "nobody")]
    [InlineData("customer={row,at=when", "{row")]
    [InlineData("customer={row},at={when+8}", "when+8")]
    public async Task What_cannot_be_put_together_is_told(string map, string said)
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var result = await app.Get<IImportFiles>().Run(new(app.Write("calls.csv", "when,note\n2011-01-03,a\n"), "interactions", "Bank") { Map = map }, null, default);
        Assert.Contains(said, ((ImportRefused)result.Refusal!).Why, StringComparison.Ordinal);
    }

    private static Task<ImportOutcome> Import(PatronServices app, string path, string kind, string map) => app.Import(path, kind, source: "Bank", map: map);
}
