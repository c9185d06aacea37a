package crawler_test

// page is what a door shows: a title and words.
type page struct{ title, body string }

// held reports whether a wording was kept back while the rules were written:
// every third. The share of them that is judged rightly is what to expect of
// wordings that nobody here has met.
func held(i int) bool { return i%3 == 2 }

// notFoundPages say, with status 200, that nothing is there.
var notFoundPages = []page{
	{"ไม่พบหน้าที่ต้องการ", "<h1>404</h1><p>ขออภัย ไม่พบหน้าที่คุณต้องการ หรือหน้านี้ถูกลบไปแล้ว</p>"},
	{"Page not found", "<h1>Page not found</h1><p>The page you were looking for could not be found.</p>"},
	{"Oops", "<h2>อุ๊ปส์! หาหน้านี้ไม่เจอ</h2><p>ลิงก์ที่ท่านกดอาจผิดหรือหน้านี้ถูกย้ายไปแล้ว</p><a href='/'>กลับหน้าหลัก</a>"},
	{"Error", "<p>ไม่พบไฟล์ที่ร้องขอ</p>"},
	{"404", "<img src=404.png><a href='/'>Home</a>"},
	{"แจ้งเตือน", "<p>ขออภัยค่ะ ไฟล์เอกสารนี้ไม่มีอยู่ในระบบ กรุณาติดต่อเจ้าหน้าที่</p>"},
	{"อบต.ตัวอย่าง", "<h3>ไม่พบข้อมูลที่ท่านร้องขอ</h3><a href='/'>กลับไปหน้าแรก</a>"},
	{"404 Error", "<h1>404</h1><h2>Oops! That page can&rsquo;t be found.</h2><p>It looks like nothing was found at this location. Maybe try a search?</p>"},
	{"เทศบาลตำบลตัวอย่าง", "<p>The document you requested does not exist or has been removed from the system.</p>"},
	{"ไม่พบเนื้อหา | เทศบาล", "<p>ไม่พบเนื้อหาที่คุณเรียก บทความนี้อาจถูกยกเลิกการเผยแพร่</p>"},
	{"Object not found!", "<h1>Object not found!</h1><p>The requested URL was not found on this server. If you entered the URL manually please check your spelling and try again.</p><h2>Error 404</h2>"},
	{"เกิดข้อผิดพลาด", "<p>ไม่สามารถแสดงหน้าที่ท่านเรียกดูได้ เนื่องจากหน้านี้ไม่มีอยู่แล้ว</p>"},
	{"หน่วยงาน", "<p>บทความที่คุณกำลังมองหาไม่มีอยู่ หรือถูกลบออกจากเว็บไซต์แล้ว</p>"},
	{"Article not found", "<div class=alert>Article not found</div>"},
	{"ขออภัย", "<p>ขออภัยในความไม่สะดวก ลิงก์นี้ใช้ไม่ได้แล้ว เอกสารถูกย้ายไปยังเว็บไซต์ใหม่</p>"},
	{"File not found", "<pre>File not found.</pre>"},
	{"โรงพยาบาลตัวอย่าง", "<p>ไม่พบเพจนี้ในเว็บไซต์ของเรา</p>"},
	{"Download", "<p>Sorry, we couldn't find that file. It may have expired.</p>"},
	{"ดาวน์โหลด", "<p>ไม่พบเอกสารที่ต้องการดาวน์โหลด</p>"},
	{"The resource cannot be found.", "<h1>Server Error in '/' Application.</h1><h2>The resource cannot be found.</h2><p>Description: HTTP 404. The resource you are looking for (or one of its dependencies) could have been removed, had its name changed, or is temporarily unavailable.</p>"},
	{"Not Found - สำนักงาน", "<p>ไม่มีหน้านี้ค่ะ</p>"},
	{"หน้าเว็บไม่พร้อมใช้งาน", "<p>หน้าเว็บที่ท่านพยายามเข้าถึงไม่มีอยู่ในขณะนี้ โปรดตรวจสอบที่อยู่ URL อีกครั้ง</p>"},
	{"ผิดพลาด", "<p>ไฟล์ถูกลบไปแล้ว</p>"},
	{"Invalid", "<p>No such file or directory: the item you asked for is missing.</p>"},
}

// menuNotFound say so in the middle of a page with menus; only its server's
// answer for an address that cannot exist shows what they are.
var menuNotFound = []page{
	{"อบต.ตัวอย่าง จังหวัดตัวอย่าง", "<h1>404</h1><p>ไม่พบหน้าที่ท่านต้องการ</p>"},
	{"เทศบาลเมืองตัวอย่าง", "<p>ไม่มีข้อมูล</p>"},
	{"โรงเรียนตัวอย่างวิทยา", "<img src=/images/notfound.png>"},
	{"Example Agency", "<h2>Nothing here</h2>"},
	{"สำนักงานตัวอย่าง", "<p>รายการนี้ไม่มีแล้ว</p>"},
	{"องค์การบริหารส่วนตำบล", "<p>กลับสู่หน้าหลัก</p>"},
}

// underConstruction is the whole page of a site that is not there yet, or not now.
var underConstruction = []page{
	{"ปิดปรับปรุง", "<h1>เว็บไซต์ปิดปรับปรุงชั่วคราว</h1><p>ขออภัยในความไม่สะดวก</p>"},
	{"Under Construction", "<h1>This site is under construction</h1>"},
	{"เทศบาลตำบลตัวอย่าง", "<p>เว็บไซต์กำลังอยู่ในช่วงปรับปรุงระบบ กรุณากลับมาใหม่ภายหลัง</p>"},
	{"Maintenance", "<p>Our website is currently undergoing scheduled maintenance. We should be back shortly.</p>"},
	{"หน้านี้อยู่ระหว่างปรับปรุง", "<p>หน้านี้อยู่ระหว่างปรับปรุงข้อมูล</p>"},
	{"Coming Soon", "<h1>พบกันเร็ว ๆ นี้</h1><p>Website coming soon</p>"},
	{"Site offline", "<p>This site is down for maintenance. Please check back again soon.</p>"},
	{"อบต.", "<img src=under.jpg><p>อยู่ระหว่างการปรับปรุงเว็บไซต์</p>"},
	{"แจ้งปิดระบบ", "<p>ระบบปิดให้บริการชั่วคราวเพื่อบำรุงรักษา ตั้งแต่วันที่ 1 - 5 มีนาคม</p>"},
	{"ข้อมูล", "<p>อยู่ระหว่างดำเนินการจัดทำข้อมูล</p>"},
	{"Joomla", "<p>เว็บไซต์นี้ปิดเพื่อการบำรุงรักษา โปรดกลับมาเยี่ยมชมอีกครั้งในเร็วๆ นี้</p>"},
	{"หน้าแรก", "<h2>กำลังพัฒนาเว็บไซต์ใหม่ เปิดให้บริการเร็วๆ นี้</h2>"},
}

// signInWalls ask for a name and password where a document should be.
var signInWalls = []page{
	{"เข้าสู่ระบบ", "<form>ชื่อผู้ใช้ <input name=u> รหัสผ่าน <input type=password name=p><button>เข้าสู่ระบบ</button></form>"},
	{"Log In ‹ Agency — WordPress", "<form>Username or Email Address <input name=log> Password <input type=password name=pwd> <label>Remember Me</label><input type=submit value='Log In'></form><a href=#>Lost your password?</a>"},
	{"ระบบสารบรรณอิเล็กทรอนิกส์", "<p>กรุณาลงชื่อเข้าใช้งานก่อน</p><form>Username <input> Password <input type=password><button>Login</button></form>"},
	{"สมาชิก", "<p>หน้านี้สำหรับสมาชิกเท่านั้น กรุณาเข้าสู่ระบบ</p><form><input name=user placeholder='ชื่อผู้ใช้'><input type=password></form>"},
	{"Sign in", "<form>Email <input> Password <input type=password><button>Sign in</button></form>"},
	{"อินทราเน็ต", "<p>เฉพาะบุคลากรภายใน โปรดระบุรหัสพนักงานและรหัสผ่าน</p><form><input><input type=password></form>"},
	{"Protected: แผนปฏิบัติการ", "<p>This content is password protected. To view it please enter your password below:</p><form>Password: <input type=password name=post_password><input type=submit value=Enter></form>"},
	{"มีการป้องกัน: รายงาน", "<p>เนื้อหานี้มีการป้องกันด้วยรหัสผ่าน หากต้องการดูเนื้อหา โปรดใส่รหัสผ่านของคุณด้านล่าง</p><form>รหัสผ่าน: <input type=password></form>"},
	{"Joomla", "<p>คุณไม่ได้รับอนุญาตให้ดูข้อมูลนี้ โปรดเข้าสู่ระบบก่อน</p><form>ชื่อผู้ใช้ <input> รหัสผ่าน <input type=password></form>"},
	{"Login required", "<p>You must be logged in to view this page.</p>"},
	{"หน่วยงาน", "<p>ต้องเข้าสู่ระบบก่อนจึงจะดาวน์โหลดเอกสารนี้ได้</p>"},
	{"Members", "<p>Members only. Please sign in to continue.</p><form><input type=password></form>"},
}

// driveWalls are what Google shows those whom the owner has not let in.
var driveWalls = []page{
	{"Google Drive: Access Denied", "<h1>You need access</h1><p>Ask for access, or switch to an account with access.</p><button>Request access</button>"},
	{"Google ไดรฟ์: ปฏิเสธการเข้าถึง", "<h1>คุณต้องมีสิทธิ์เข้าถึง</h1><p>ขอสิทธิ์การเข้าถึงหรือเปลี่ยนไปใช้บัญชีที่มีสิทธิ์</p>"},
	{"Google Drive – Access denied", "<p>คุณต้องขอสิทธิ์เข้าถึง หรือเปลี่ยนไปใช้บัญชีอื่นที่มีสิทธิ์เข้าถึง</p>"},
	{"แบบฟอร์มไม่ถูกต้อง", "<p>คุณต้องได้รับอนุญาต แบบฟอร์มนี้ดูได้โดยผู้ใช้ในองค์กรของเจ้าของเท่านั้น</p>"},
	{"Form", "<p>You need permission. This form can only be viewed by users in the owner's organization.</p>"},
	{"Google Sites", "<p>คุณไม่มีสิทธิ์เข้าถึงหน้านี้ กรุณาขอสิทธิ์จากเจ้าของเว็บไซต์</p>"},
}

// driveGone are what Google shows of deleted files.
var driveGone = []page{
	{"Google Drive – Page Not Found", "<p>Sorry, the file you have requested does not exist.</p><p>Make sure that you have the correct URL and the file exists.</p>"},
	{"Google ไดรฟ์", "<p>ขออภัย ไม่มีไฟล์ที่คุณขอ</p><p>โปรดตรวจสอบว่าคุณมี URL ที่ถูกต้องและไฟล์นั้นมีอยู่จริง</p>"},
	{"Google Drive", "<p>ไฟล์อยู่ในถังขยะของเจ้าของ</p>"},
	{"Google Drive", "<p>File is in owner's trash</p>"},
}

// driveBusy are files that too many have opened: they come back by themselves.
var driveBusy = []page{
	{"Google Drive - Quota exceeded", "<p>Sorry, you can't view or download this file at this time.</p><p>Too many users have viewed or downloaded this file recently. Please try accessing the file again later.</p>"},
	{"Google ไดรฟ์ - เกินโควต้า", "<p>ขออภัย คุณไม่สามารถดูหรือดาวน์โหลดไฟล์นี้ในขณะนี้</p><p>มีผู้ใช้ดูหรือดาวน์โหลดไฟล์นี้จำนวนมากเกินไปเมื่อเร็ว ๆ นี้</p>"},
	{"Dropbox - Error", "<p>This account's links are generating too much traffic and have been temporarily disabled!</p>"},
}

// driveOpen are pages of Google and others behind which the file is.
var driveOpen = []page{
	{"Google Drive - Virus scan warning", "<p>Google Drive can't scan this file for viruses.</p><p>แผน 2566.pdf (120M) is too large for Google to scan for viruses. Would you still like to download this file?</p><form><input type=submit value='Download anyway'></form>"},
	{"Google ไดรฟ์ - คำเตือนการสแกนไวรัส", "<p>Google ไดรฟ์สแกนหาไวรัสในไฟล์นี้ไม่ได้</p><p>แผน.zip (300M) มีขนาดใหญ่เกินกว่าที่ Google จะสแกนไวรัสได้ คุณยังคงต้องการดาวน์โหลดไฟล์นี้หรือไม่</p>"},
	{"แผนปฏิบัติการ 2566.pdf - Google ไดรฟ์", "<p>แผนปฏิบัติการ 2566.pdf</p><a href='https://accounts.google.com/ServiceLogin'>ลงชื่อเข้าใช้</a>"},
	{"ITA 2566 - Google Drive", "<p>ITA 2566</p><p>Name</p><p>รายงานผล.pdf</p><p>แผน.pdf</p><a>Sign in</a>"},
	{"แบบวัดการรับรู้ EIT", "<p>แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก</p><p>ลงชื่อเข้าใช้ Google เพื่อบันทึกความคืบหน้า ดูข้อมูลเพิ่มเติม</p><p>* ระบุว่าเป็นคำถามที่จำเป็น</p>"},
}

// emptyFolders hold no file.
var emptyFolders = []page{
	{"ITA - Google ไดรฟ์", "<p>ITA</p><p>โฟลเดอร์นี้ว่างเปล่า</p>"},
	{"O12 - Google Drive", "<p>O12</p><p>There are no files in this folder</p>"},
	{"OneDrive", "<p>This folder is empty</p>"},
	{"ไฟล์ - Google ไดรฟ์", "<p>ไม่มีไฟล์ในโฟลเดอร์นี้</p>"},
	{"Index of /files/2566", "<h1>Index of /files/2566</h1><pre><a href='?C=N;O=D'>Name</a> <a>Last modified</a> <a>Size</a> <a>Description</a><hr><a href='/files/'>Parent Directory</a> -<hr></pre>"},
}

// cloudWalls are what OneDrive, SharePoint and Dropbox show strangers.
var cloudWalls = []page{
	{"Sign in to your account", "<p>Sign in</p><p>Email, phone, or Skype</p><p>No account? Create one!</p>"},
	{"ลงชื่อเข้าใช้บัญชีของคุณ", "<p>ลงชื่อเข้าใช้</p><p>อีเมล โทรศัพท์ หรือ Skype</p>"},
	{"Access required", "<p>You need permission to access this item.</p><p>Request access</p>"},
	{"Dropbox - Request access", "<p>You don't have access to this file. Request access from the owner.</p>"},
	{"การเข้าถึงถูกปฏิเสธ", "<p>คุณไม่มีสิทธิ์เข้าถึงทรัพยากรนี้ ร้องขอการเข้าถึง</p>"},
}

// cloudGone are shares that are no more.
var cloudGone = []page{
	{"OneDrive", "<p>This item might not exist or is no longer available</p><p>This item might have been deleted, expired, or you might not have permission to access it.</p>"},
	{"Dropbox - File Deleted", "<p>The file you're looking for has been deleted.</p>"},
	{"OneDrive", "<p>รายการนี้อาจไม่มีอยู่หรือไม่มีให้ใช้งานอีกต่อไป</p>"},
	{"SharePoint", "<p>Sorry, this link has been removed.</p>"},
}

// socialWalls show a person more than they show us.
var socialWalls = []page{
	{"Log in to Facebook", "<p>You must log in to continue.</p><form><input name=email><input type=password></form>"},
	{"เข้าสู่ระบบ Facebook", "<p>คุณต้องเข้าสู่ระบบเพื่อดำเนินการต่อ</p><form><input><input type=password></form>"},
	{"Facebook", "<p>Log In or sign up for Facebook</p><form><input><input type=password></form>"},
}

// challenges are for robots.
var challenges = []page{
	{"Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"},
	{"Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>You are unable to access agency.go.th. Cloudflare Ray ID: 7d1</p>"},
	{"", "<p>Request unsuccessful. Incapsula incident ID: 893000310-5231</p>"},
	{"Sucuri WebSite Firewall - Access Denied", "<h1>Access Denied - Sucuri Website Firewall</h1><p>Block reason: Access from your Country was disabled</p>"},
	{"Request Rejected", "<p>The requested URL was rejected. Please consult with your administrator. Your support ID is: 123456</p>"},
	{"Security check", "<p>Please verify you are a human by completing the captcha below.</p>"},
	{"ตรวจสอบความปลอดภัย", "<p>กรุณายืนยันว่าคุณไม่ใช่โปรแกรมอัตโนมัติ</p><p>I'm not a robot</p>"},
	{"403 Forbidden", "<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>"},
	{"Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access \"http://www.agency.go.th/\" on this server. Reference #18.2d</p>"},
	{"Not Acceptable!", "<h1>Not Acceptable!</h1><p>An appropriate representation of the requested resource could not be found on this server. This error was generated by Mod_Security.</p>"},
	{"Web Page Blocked", "<h1>Web Page Blocked!</h1><p>The page cannot be displayed. Please contact the administrator for additional information. Attack ID: 20000051</p>"},
	{"DDoS-Guard", "<p>Checking your browser before accessing agency.go.th. Please wait 5 seconds.</p>"},
	{"ถูกระงับการเข้าถึง", "<p>หมายเลข IP ของท่านถูกระงับการเข้าถึงเว็บไซต์นี้ชั่วคราว</p>"},
	{"Bot Verification", "<p>Verifying that you are not a robot...</p>"},
	{"Pardon Our Interruption", "<p>As you were browsing something about your browser made us think you were a bot.</p>"},
}

// serverFaults are faults of the server that came with 200.
var serverFaults = []page{
	{"Database Error", "<h1>Error establishing a database connection</h1>"},
	{"", "<b>Fatal error</b>: Uncaught Error: Call to undefined function mysql_connect() in /var/www/html/config.php:12 Stack trace: #0 {main} thrown in <b>/var/www/html/config.php</b> on line <b>12</b>"},
	{"Runtime Error", "<h1>Server Error in '/' Application.</h1><h2>Runtime Error</h2><p>Description: An application error occurred on the server.</p>"},
	{"WordPress › Error", "<p>There has been a critical error on this website.</p>"},
	{"เกิดข้อผิดพลาด", "<p>มีข้อผิดพลาดร้ายแรงบนเว็บไซต์นี้</p>"},
	{"error", "<p>ไม่สามารถเชื่อมต่อฐานข้อมูลได้</p>"},
	{"", "SQLSTATE[HY000] [2002] Connection refused"},
	{"Error 500", "<h1>500 Internal Server Error</h1><p>The server encountered an internal error or misconfiguration.</p>"},
	{"", "Could not connect to MySQL: Too many connections"},
}

// parked are domains that somebody sells.
var parked = []page{
	{"agency-example.com", "<p>This domain is for sale! Buy this domain.</p><p>Related searches: Loans, Insurance</p>"},
	{"Parked Domain name on Hostinger DNS system", "<h1>You Are All Set to Go!</h1><p>Domain parked</p>"},
	{"agency.com", "<p>The domain agency.com may be for sale. Click here to inquire about this domain.</p>"},
	{"โดเมนนี้หมดอายุ", "<p>โดเมนเนมนี้หมดอายุแล้ว กรุณาติดต่อผู้ให้บริการเพื่อต่ออายุ</p>"},
	{"Expired", "<p>This domain has expired. If you owned this domain, contact your registration service provider for further assistance.</p>"},
	{"HugeDomains", "<p>agency-example.com is for sale. Get your very own domain.</p>"},
}

// suspendedPages are accounts that a hosting company has closed.
var suspendedPages = []page{
	{"Account Suspended", "<h1>Account Suspended</h1><p>This Account has been suspended. Contact your hosting provider for more information.</p>"},
	{"แจ้งระงับบริการ", "<p>เว็บไซต์นี้ถูกระงับการให้บริการชั่วคราว กรุณาติดต่อผู้ให้บริการโฮสติ้ง</p>"},
	{"Suspended", "<p>This website has been suspended due to non-payment.</p>"},
}

// defaultPages come with the server.
var defaultPages = []page{
	{"Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working. Further configuration is required.</p>"},
	{"Apache2 Ubuntu Default Page: It works", "<p>Apache2 Default Page. It works! This is the default welcome page used to test the correct operation of the Apache2 server after installation on Ubuntu systems.</p>"},
	{"IIS Windows Server", "<img src=iisstart.png>"},
	{"", "<h1>It works!</h1>"},
	{"Domain Default page", "<p>Plesk. If you see this page, your website is not configured yet. This is the default page.</p>"},
	{"Test Page for the Apache HTTP Server", "<p>This page is used to test the proper operation of the Apache HTTP server after it has been installed.</p>"},
}

// goodPages are what they seem, some of them short, some full of suspicious words.
var goodPages = []page{
	{"ติดต่อเรา", "<p>ติดต่อเรา โทร 0 5400 0000</p>"},
	{"สถิติเรื่องร้องเรียน", "<p>ปีงบประมาณ พ.ศ. 2566 ไม่มีเรื่องร้องเรียนการทุจริต</p>"},
	{"ผลการดำเนินการเรื่องร้องเรียน", "<p>ไม่พบเรื่องร้องเรียนเจ้าหน้าที่ในรอบ 6 เดือน</p>"},
	{"คู่มือแก้ปัญหาเว็บไซต์", "<p>หากท่านพบข้อความ 404 Page not found ให้ตรวจสอบที่อยู่ หรือโทรแจ้งผู้ดูแลระบบ</p>"},
	{"คู่มือการใช้ระบบ: วิธีเข้าสู่ระบบ", "<p>1. เปิดเว็บไซต์ 2. กรอกชื่อผู้ใช้และรหัสผ่าน 3. กดปุ่มเข้าสู่ระบบ 4. ถ้าลืมรหัสผ่าน ให้กดลิงก์ลืมรหัสผ่าน แล้วรอรับอีเมล</p>"},
	{"โครงการปรับปรุงถนน", "<p>ประกาศปิดถนนชั่วคราว อยู่ระหว่างปรับปรุงผิวจราจร สายบ้านเหนือ ตั้งแต่วันที่ 1 มีนาคม</p>"},
	{"E-Service", "<p>บริการออนไลน์ของเทศบาล: ขออนุญาตก่อสร้าง ชำระภาษี แจ้งเหตุ</p><aside><form>สมาชิก ชื่อผู้ใช้ <input> รหัสผ่าน <input type=password><button>เข้าสู่ระบบ</button></form></aside>"},
	{"404 ถนนพหลโยธิน ที่ตั้งสำนักงาน", "<p>404 ถนนพหลโยธิน แขวงลาดยาว กรุงเทพฯ</p>"},
	{"ประกาศยกเลิกการจัดซื้อ", "<p>ประกาศยกเลิกประกาศจัดซื้อจัดจ้าง เอกสารเดิมถูกลบออกจากระบบ e-GP แล้ว ให้ใช้เอกสารฉบับใหม่ตามแนบ</p>"},
	{"นโยบายคุกกี้", "<p>เว็บไซต์นี้ใช้คุกกี้ กรุณายืนยันการตั้งค่าของท่าน</p>"},
	{"การขอสิทธิ์การเข้าถึงข้อมูลข่าวสาร", "<p>ประชาชนมีสิทธิ์เข้าถึงข้อมูลข่าวสารของราชการตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 ยื่นคำขอได้ที่ศูนย์ข้อมูลข่าวสาร</p>"},
	{"Q&A", "<p>กระดานถามตอบ: ทำไมเปิดไฟล์แผนไม่ได้ ขึ้นว่าไม่พบไฟล์ — ตอบ: แก้ไขแล้วครับ ดาวน์โหลดใหม่ได้เลย</p><p>มีคำถามอื่นหรือไม่ ตั้งกระทู้ใหม่ได้ที่นี่</p><p>ถาม: สำนักงานเปิดวันเสาร์หรือไม่ ตอบ: เปิดทำการวันจันทร์ถึงวันศุกร์ เวลา 08.30 ถึง 16.30 น. เว้นวันหยุดราชการ ติดต่อกองคลังได้ตั้งแต่เวลา 08.30 น.</p>"},
	{"ข่าว: แจ้งปิดปรับปรุงระบบประปา", "<p>การประปาแจ้งปิดปรับปรุงระบบจ่ายน้ำชั่วคราว วันที่ 3 เมษายน เวลา 09.00 ถึง 12.00 น. ขออภัยในความไม่สะดวก</p>"},
	{"แผนพัฒนา", "<a href=plan.pdf>ดาวน์โหลดแผนพัฒนา</a>"},
	{"มาตรการป้องกันการทุจริต", "<p>ประกาศเจตนารมณ์ไม่รับของขวัญ No Gift Policy</p>"},
	{"ขายทอดตลาดพัสดุ", "<p>ประกาศขายทอดตลาดพัสดุชำรุด for sale by auction ครุภัณฑ์ 12 รายการ</p>"},
	{"ประกาศระงับการก่อสร้าง", "<p>อาคารนี้ถูกระงับการก่อสร้าง ตามคำสั่งเทศบาล</p>"},
	{"Index of /ita/2566", "<h1>Index of /ita/2566</h1><pre><a>Parent Directory</a> - <a href=o1.pdf>o1.pdf</a> 2023-01-02 100K <a href=o2.pdf>o2.pdf</a> 2023-01-03 2M</pre>"},
	{"รายงานการประชุม", "<p>มติที่ประชุม: เว็บไซต์เดิม under construction มาตั้งแต่ปี 2564 ให้กองช่างเร่งดำเนินการ พร้อมทั้งรายงานสภาทราบทุกเดือน และให้ประชาสัมพันธ์ทางหอกระจายข่าวด้วย</p>"},
	{"คู่มือการปฏิบัติงาน (coming soon to print)", "<p>คู่มือการปฏิบัติงานของกองคลัง ฉบับออนไลน์ อ่านได้ด้านล่าง บทที่ 1 การรับเงิน บทที่ 2 การจ่ายเงิน บทที่ 3 การเก็บรักษาเงิน</p>"},
	{"ระบบร้องเรียน", "<form>ชื่อ <input> เรื่อง <input> รายละเอียด <textarea></textarea> กรอกรหัส captcha <input><button>ส่งเรื่องร้องเรียน</button></form>"},
}

// latePages are wordings of content systems and servers that were added when the
// rules were done.
var latePages = []page{
	{"ไม่พบหน้านี้", "<h1>ไม่พบหน้านี้</h1><p>ดูเหมือนว่าไม่พบสิ่งใดที่ตำแหน่งนี้ ลองค้นหาดูไหม</p>"},
	{"บล็อกของหน่วยงาน", "<p>ขออภัย ไม่มีหน้าเว็บที่คุณกำลังค้นหาในบล็อกนี้</p>"},
	{"Not Found", "<p>404</p><p>Not Found</p>"},
	{"404 - ไม่พบบทความ", "<p>คุณไม่สามารถเยี่ยมชมหน้านี้ได้เพราะ ที่อยู่ไม่ถูกต้อง หรือที่คั่นหน้าล้าสมัย</p>"},
	{"Agency", "<p>We looked everywhere but couldn't find this page.</p>"},
	{"Error 404 (Not Found)!!1", "<p><b>404.</b> That's an error.</p><p>The requested URL was not found on this server. That's all we know.</p>"},
	{"HTTP Status 404 – Not Found", "<p>Type Status Report</p><p>The origin server did not find a current representation for the target resource.</p>"},
	{"Site not found · GitHub Pages", "<p>There isn't a GitHub Pages site here.</p>"},
	{"ระบบ", "<p>ข้อมูลนี้ถูกลบหรือไม่มีอยู่ในระบบแล้ว</p>"},
	{"ดาวน์โหลด", "<script>x</script><p>ไม่มีไฟล์แนบ</p>"},
	{"Link", "<p>This link is not available.</p>"},
	{"เทศบาล", "<p>ขออภัยค่ะ ไม่พบข้อมูลที่ท่านเรียกดู</p>"},
	{"ข้อผิดพลาด", "<p>ระบบไม่พบเอกสารหมายเลข 1234</p>"},
	{"Whoops", "<p>Looks like you took a wrong turn. The page is gone.</p>"},
	{"อบต.", "<p>ไม่พบรายการที่เลือก</p>"},
}
