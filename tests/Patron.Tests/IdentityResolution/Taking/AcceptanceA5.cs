using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.IdentityResolution.Taking;

/// <summary>A5: the service system knows 321 郭倉義教授, the order system 543 郭倉義先生.</summary>
public sealed class AcceptanceA5
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
    public async Task With_the_name_alone_they_are_not_joined_silently(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Send("客服系統", Row("321", "郭倉義教授"));
        await patron.Send("訂單系統", Row("543", "郭倉義先生"));
        Assert.Equal("客服系統:321 訂單系統:543", await patron.Customers());
    }
}
