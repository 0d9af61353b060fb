using FsCheck;
using FsCheck.Fluent;
using Patron.Messaging.Contracts;
using Patron.Messaging.WriteTemplates;

namespace Patron.Tests.Messaging;

/// <summary>The check of a template for everybody says what a look at each alone says.</summary>
public sealed class TemplateCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whoever_cannot_be_written_to_is_found_whatever_values_are_missing(Database kind)
    {
        await using var patron = await SendingSample.Start(kind);
        var gaps = Gen.Sample(ArbMap.Default.ArbFor<(bool, bool, bool, bool)>().Generator, 40, 40).ToArray();
        var people = await patron.People(gaps.Length, (golden, i) => golden with
        {
            GivenName = gaps[i].Item1 ? golden.GivenName : null, City = gaps[i].Item2 ? golden.City : null, Phone = gaps[i].Item3 ? "+44 20 7946 0000" : null, Company = gaps[i].Item4 ? "Firm" : null,
        });
        var book = patron.Get<TemplateBook>();
        foreach (var (name, body) in ((string, string)[])[("Plain", "Dear {{givenName}} of {{city}}"), ("Guarded", "{{#if city}}In {{city}}{{else}}{{phone}}{{/if}}, {{or company givenName}}"), ("By value", "{{#with city}}{{this}}{{/with}} {{phone}}"), ("Sound", "Hello {{or givenName \"you\"}}")])
        {
            var template = await patron.Template(SendingSample.Content("s", body), name: name);
            var each = new List<(long, string)>();
            foreach (var customer in people)
                if ((await book.Preview(template, customer, ArmOffer.None, Ct)).Refusal is TemplateValueMissing missing) each.Add((customer.Value, "{{" + missing.Field + "}}"));
            Assert.Equal(each, (await book.Check(template, people, ArmOffer.None, 1_000, Ct)).Select(f => (f.Customer.Value, f.Message)));
            Assert.Equal(each.Take(2), (await book.Check(template, people, ArmOffer.None, 2, Ct)).Select(f => (f.Customer.Value, f.Message)));
        }
    }
}
