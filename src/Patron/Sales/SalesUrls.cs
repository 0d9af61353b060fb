using Patron.Kernel;

namespace Patron.Sales;

/// <summary>The room's addresses.</summary>
internal static class SalesUrls
{
    public const string Board = "/sales", Column = "/sales/column", List = "/sales/deals", New = "/sales/deals/new", Export = "/sales/deals/export", Forecast = "/sales/forecast", Leads = "/sales/leads", Objections = "/sales/objections",
        NewLead = "/sales/leads/new", CaptureLead = "/sales/leads/capture", ExportLeads = "/sales/leads/export", LeadSettings = "/sales/settings/leads", PipelineSettings = "/sales/settings/pipelines";

    /// <summary>In a query: the change set just made, the key of what was refused.</summary>
    public const string Done = "done", Refused = "refused";

    public static string Deal(OpportunityId id) => $"{List}/{id}";
    public static string Deed(OpportunityId id, string deed) => $"{List}/{id}/{deed}";
    /// <summary>The list with this lead alone, where it is qualified and edited.</summary>
    public static string Lead(LeadId id) => $"{Leads}?lead={id}";
    public static string Undo(string set) => $"{List}/undo/{set}";
}
