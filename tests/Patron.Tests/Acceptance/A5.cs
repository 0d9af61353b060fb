using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.ExplainCustomers;
using Patron.IdentityResolution.SplitCustomers;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.IdentityResolution.UndoImports;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Acceptance;

/// <summary>A5: the service system knows 321 郭倉義教授, the order system 543 郭倉義先生.</summary>
public sealed class A5
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task With_one_phone_they_are_one_customer_with_the_title_kept_and_the_reason_shown(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("客服系統", Row("321", "郭倉義教授", phone: "+886 2 2311 3731"));
        await patron.Send("訂單系統", Row("543", "郭倉義先生", phone: "+886223113731", custom: new Dictionary<string, string> { ["interests"] = "書法" }));
        Assert.Equal("客服系統:321+訂單系統:543", await patron.Customers());

        var customer = new CustomerId(await patron.CustomerOf("543"));
        var card = (await patron.Get<ICustomerReads>().Find([customer], Ct))[customer];
        Assert.Equal(("郭倉義", "教授", "書法"), (card.Golden.Name, card.Golden.Title, card.Custom["interests"]));

        var identity = await patron.Get<IIdentityReads>().Of(customer, Ct);
        Assert.Equal([("客", "321"), ("訂", "543")], identity.Records.Select(r => (r.Source.Letter, r.ExternalId)));
        Assert.Contains(new FieldValue("name", false, "郭倉義先生"), identity.Records[1].Values);
        Assert.Equal("identity.link.phone.same", Assert.Single(identity.Links).Reason);
        var title = identity.Golden.Single(g => g.Field == "title");
        Assert.Equal(["教授", "先生"], title.Candidates.Select(c => c.Value));
        Assert.Equal(("interests", true), identity.Golden.Where(g => g.Custom).Select(g => (g.Field, g.Custom)).Single());

        // Another phone in one of the systems, and 321 and 543 are two again.
        await patron.Send("訂單系統", Row("543", phone: "+886 2 2311 3999"));
        Assert.Equal("客服系統:321 訂單系統:543", await patron.Customers());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_split_restores_321_and_543_under_their_own_ids_and_files_that_come_again_leave_them_two(Database kind)
    {
        await using var patron = await UndoImportsTests.Start(kind);
        var (service, orders) = (Row("321", "郭倉義教授", phone: "+886 2 2311 3731", city: "台北"), Row("543", "郭倉義先生", custom: new Dictionary<string, string> { ["interests"] = "書法" }));
        await patron.Import("客服系統", [service]);
        await patron.Import("訂單系統", [orders]);
        var before = await patron.AllRows();
        var (first, second) = (new CustomerId(await patron.CustomerOf("321")), new CustomerId(await patron.CustomerOf("543")));
        await patron.Import("訂單系統", [orders with { Phone = "+886223113731" }]);
        Assert.Equal("客服系統:321+訂單系統:543", await patron.Customers());

        var named = patron.Get<NamedRecords>();
        Assert.Equal(first, await named.Customer("訂單系統:543", Ct));
        var split = await patron.Get<Splits>().Split(first, [(await named.Record("訂單系統:543", Ct))!.Value], null, Ct);

        Assert.Equal([(first, false), (second, true)], split.Value!.Sides.Select(s => (s.Customer, s.Back)));
        Assert.Equal("客服系統:321 訂單系統:543", await patron.Customers());
        var cards = await patron.Get<ICustomerReads>().Find([first, second], Ct);
        Assert.Equal([("郭倉義", "教授"), ("郭倉義", "先生")], new[] { first, second }.Select(c => (cards[c].Golden.Name, cards[c].Golden.Title)));
        Assert.Equal("書法", cards[second].Custom["interests"]);
        // They are as they were, but for the number that the order system has said since.
        Assert.DoesNotContain(before.Except(await patron.AllRows()), row => !row.Contains("external_id=543", StringComparison.Ordinal) && !row.StartsWith($"customers: id={second.Value},", StringComparison.Ordinal));

        await patron.Import("客服系統", [service with { City = "台中" }]);
        await patron.Import("訂單系統", [orders with { Phone = "02 2311 3731", Country = "TW" }]);
        Assert.Equal("客服系統:321 訂單系統:543", await patron.Customers());
        var never = Assert.Single((await patron.Get<Explanations>().Of(first, Ct)).Apart);
        Assert.Equal((second, "郭倉義"), (never.Other, never.Name));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task With_the_name_alone_they_are_not_joined_silently(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("客服系統", Row("321", "郭倉義教授"));
        await patron.Send("訂單系統", Row("543", "郭倉義先生"));
        Assert.Equal("客服系統:321 訂單系統:543", await patron.Customers());
    }
}
