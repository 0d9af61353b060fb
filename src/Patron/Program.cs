using Patron.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPatronWeb();

var app = builder.Build();
app.UsePatronWeb();
app.UsePatronForms();
app.MapPatronWeb();
app.MapPatronFrame();
app.MapRazorComponents<App>();
app.Run();
