using System.CommandLine;
using System.Text.Json;
using Patron.CommandLine.Contracts;
using Patron.Customers.EraseCustomers;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution;

/// <summary>./patron match ... and ./patron erase, on services without a server.</summary>
public sealed class MatchCommandTests
{
    private static async Task<PatronServices> WithDoubts(Database kind)
    {
        var patron = await PatronServices.Start(kind);
        await patron.Send("Shop", Row("1", "Hannah Quillfeather"), Row("2", "Oliver Tremlett"), Row("3", "Margaret Ashworth", "maggie@ashworth.example", street: "14 Sandpiper Close", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" });
        await patron.Send("Cards", Row("7", "Hannah Quillfeather"), Row("8", "Oliver Tremlett"), Row("9", "Margaret Ashworth", "m.ashworth@post.example", street: "14 Sandpiper Cl", city: "Whitby") with { Birth = new(1961, 4, 17), Postal = "YO21 3XX" });
        return patron;
    }

    private static async Task<(int Exit, string Out, string Error)> Run(PatronServices patron, PatronCommand command, params string[] arguments)
    {
        var parsed = new RootCommand { command.Define() }.Parse(arguments);
        Assert.Empty(parsed.Errors);
        using StringWriter output = new(), error = new();
        var exit = await command.Run(parsed, new CommandContext(patron.Services, null, output, error, ".", Live: false), Ct);
        return (exit, output.ToString().TrimEnd(), error.ToString().TrimEnd());
    }

    private static Task<(int Exit, string Out, string Error)> Match(PatronServices patron, params string[] arguments) => Run(patron, new MatchCommand(), ["match", .. arguments]);

    private static async Task<JsonElement> Json(PatronServices patron, params string[] arguments)
    {
        var (exit, output, error) = await Match(patron, [.. arguments, "--json"]);
        Assert.Equal((0, ""), (exit, error));
        return JsonDocument.Parse(output).RootElement;
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_run_tells_what_was_joined_and_what_waits_and_the_list_is_answered(Database kind)
    {
        await using var patron = await WithDoubts(kind);
        var ran = await Json(patron, "run");
        var persons = ran.GetProperty("kinds").EnumerateArray().Single(k => k.GetProperty("kind").GetString() == "Person");
        Assert.Equal((6, 1, 2, true), (persons.GetProperty("records").GetInt32(), persons.GetProperty("joined").GetInt32(), persons.GetProperty("waiting").GetInt32(), persons.GetProperty("learnt").GetBoolean()));
        Assert.Equal("Cards:7 Cards:8 Cards:9+Shop:3 Shop:1 Shop:2", await patron.Customers());
        // With --train a version is learnt anew; as a sentence it is told too.
        Assert.Contains("0 joined, 2 wait for a decision (model 2)", (await Match(patron, "run", "--train")).Out, StringComparison.Ordinal);

        var list = await Json(patron, "review");
        Assert.Equal((2, 2), (list.GetProperty("waiting").GetInt32(), list.GetProperty("pairs").GetArrayLength()));
        var first = list.GetProperty("pairs")[0];
        Assert.InRange(first.GetProperty("probability").GetDouble(), .6, .99);
        Assert.Contains(first.GetProperty("evidence").EnumerateArray(), e => e.GetProperty("field").GetString() == "name" && e.GetProperty("bits").GetDouble() > 0);
        Assert.DoesNotContain("Quillfeather", list.ToString(), StringComparison.Ordinal);
        var pairs = list.GetProperty("pairs").EnumerateArray().Select(p => p.GetProperty("pair").GetString()!).ToArray();
        Assert.Single((await Json(patron, "review", "--most", "1")).GetProperty("pairs").EnumerateArray());

        Assert.Equal(1, (await Json(patron, "review", "--answer", pairs[0], "same")).GetProperty("waiting").GetInt32());
        Assert.Equal(0, (await Json(patron, "review", "--answer", pairs[1], "not-same")).GetProperty("waiting").GetInt32());
        Assert.Equal(4L, await patron.Count("customers", "merged_into is null"));
        // What is answered is answered, and no word but the three is an answer.
        Assert.Equal((1, ""), await Match(patron, "review", "--answer", pairs[0], "same") is var again ? (again.Exit, again.Out) : default);
        Assert.Equal("“maybe” is no answer: same, not-same or later.", (await Match(patron, "review", "--answer", pairs[0], "maybe")).Error);
        Assert.Equal("--most is from 1 to 10,000.", (await Match(patron, "review", "--most", "-1")).Error);
        Assert.Equal("x is no pair of the review list: mat_...", (await Match(patron, "review", "--answer", "x", "same")).Error);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_merge_is_looked_at_done_and_taken_back(Database kind)
    {
        await using var patron = await WithDoubts(kind);
        var before = await patron.Customers();
        var preview = await Json(patron, "merge", "Shop:1", "Cards:7", "Shop:2", "--preview");
        Assert.Equal((JsonValueKind.Null, 3), (preview.GetProperty("changeSet").ValueKind, preview.GetProperty("customers").GetArrayLength()));
        Assert.Equal(before, await patron.Customers());

        var merged = await Json(patron, "merge", "Shop:1", "Cards:7", "Shop:2");
        Assert.Equal("Cards:7+Shop:1+Shop:2 Cards:8 Cards:9 Shop:3", await patron.Customers());
        Assert.Equal(2, merged.GetProperty("records").GetInt32());
        var set = merged.GetProperty("changeSet").GetString()!;
        Assert.Equal(2, (await Json(patron, "undo", set)).GetProperty("parted").GetArrayLength());
        Assert.Equal(before, await patron.Customers());

        Assert.Equal((1, "This was undone already."), await Match(patron, "undo", set) is var again ? (again.Exit, again.Error) : default);
        Assert.Equal(1, (await Match(patron, "undo", "cus_1")).Exit);
        Assert.Equal(1, (await Match(patron, "merge", "Shop:1", "Shop:99")).Exit);
        Assert.Equal(1, (await Match(patron, "merge", "Shop:99", "Shop:1")).Exit);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_person_is_erased_only_when_it_is_confirmed_and_the_proof_is_printed(Database kind)
    {
        await using var patron = await WithDoubts(kind);
        var (exit, output, error) = await Run(patron, new EraseCommand(), "erase", "3", "--json");
        Assert.Equal((0, false, true), (exit, JsonDocument.Parse(output).RootElement.GetProperty("erased").GetBoolean(), error.Length > 0));
        Assert.Equal(6, await patron.Count("identity_source_records"));

        (exit, output, _) = await Run(patron, new EraseCommand(), "erase", "3", "--confirm", "--reason", "Ordered", "--json");
        var proof = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, true), (exit, proof.GetProperty("erased").GetBoolean()));
        Assert.DoesNotContain("Ashworth", output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(5, await patron.Count("identity_source_records"));
        Assert.Equal((1, ""), await Run(patron, new EraseCommand(), "erase", "3", "--confirm") is var again ? (again.Exit, again.Out) : default);
    }
}
