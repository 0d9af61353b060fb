using Patron.Imports.Contracts;
using Patron.Tests.Imports;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Sales;

/// <summary>The published table of 8,800 deals with its accounts, products and team.</summary>
internal static class CrmDeals
{
    private const string Source = "crm";

    public static string File(string name) => Samples.Path("crm_sales_opportunities/" + name);

    public static async Task Company(PatronServices app)
    {
        await app.Import(File("accounts.csv"), "customers", source: Source);
        await app.Import(File("products.csv"), "products", source: Source);
        await app.Import(File("sales_teams.csv"), "team", source: Source);
    }

    /// <summary>Names that are near to one known name are taken for it: GTXPro for GTX Pro.</summary>
    public static async Task<ImportOutcome> Pipeline(PatronServices app, bool plan = false)
    {
        var result = await app.Get<IImportFiles>().Run(new(File("sales_pipeline.csv"), "opportunities", Source) { PlanOnly = plan, AcceptNear = true }, null, default);
        return result.Value ?? throw new InvalidOperationException(((ImportRefused)result.Refusal!).Why);
    }
}
